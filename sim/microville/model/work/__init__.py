"""Who works where: lasting workplaces, and hiring on the site."""
