"""The authentication centre of the province: accounts, credentials, sessions; each bound to one entity."""
