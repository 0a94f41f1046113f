"""Building blocks of web pages: style and plain JavaScript, copied into an app. Refuses to be run here."""
