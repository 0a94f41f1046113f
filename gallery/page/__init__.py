"""The browser page: describe an app, watch it grow, use it, keep or discard it. Refuses to show text from outside as
anything but text."""
