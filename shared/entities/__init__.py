"""The legal entities: who they are, where they answer, and how a new one is taken on."""
