"""Steps of the lifecycle, for both sides."""
