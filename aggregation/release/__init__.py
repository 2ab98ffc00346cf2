"""What makes and proves a release: corrections, the certificate."""
