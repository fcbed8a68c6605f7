"""What stands under a roof: walls with openings, window light, furniture."""
