"""Food by group: harvest, food hub, what is eaten, stocks and who lacks food."""
