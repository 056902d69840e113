"""What the young person’s page promises, asked of its addresses directly."""
