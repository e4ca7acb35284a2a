"""What the people who run the product see of it: log lines, metrics, health."""
