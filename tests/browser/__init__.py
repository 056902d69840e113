"""Real Chromium on a phone’s screen: what people see, touch, hear and wait for."""
