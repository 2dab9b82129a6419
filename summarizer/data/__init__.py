"""Tables the library reads at run time."""
