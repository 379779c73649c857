"""The site's social life: generations, training, new companies, taking part."""
