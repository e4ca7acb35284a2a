from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "backend.platform.crypto"
    label = "crypto"
    verbose_name = "密钥"

    def ready(self) -> None:
        from .providers import key_provider

        key_provider()  # raises when the key-encryption key is missing or open to others
