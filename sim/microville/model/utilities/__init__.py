"""Water, digital services and what is installed on the site."""
