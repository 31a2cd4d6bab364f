require github.com/ory/x v0.0.600
