"""What all banks look up alike: loan prime rates, the holiday calendar, account subjects."""
