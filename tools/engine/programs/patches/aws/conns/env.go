package conns

import (
	"os"

	"github.com/aws/aws-sdk-go/aws/credentials"
)

func staticCredentials(accessKey, secretKey, token string) *credentials.Credentials {
	return credentials.NewStaticCredentials(accessKey, secretKey, token)
}

// endpointFromEnv reads what newer SDKs read by themselves.
func endpointFromEnv(service string) string {
	if service == "SECRETSMANAGER" {
		service = "SECRETS_MANAGER"
	}
	if url := os.Getenv("AWS_ENDPOINT_URL_" + service); url != "" {
		return url
	}
	return os.Getenv("AWS_ENDPOINT_URL")
}
