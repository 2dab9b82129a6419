"""Results as pages: one HTML file each, that works from a disk and asks nobody for anything."""
