// A command function as one would write it in Go: AWS's own SDK v2, the same four DynamoDB calls as ours for a command
// under a key, no checks of hash chain or copies.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

type command struct {
	AggregateID string          `json:"aggregateId"`
	EventType   string          `json:"eventType"`
	EventData   json.RawMessage `json:"eventData"`
}

type transaction struct {
	ID        string      `json:"transactionId"`
	Amount    json.Number `json:"amount"`
	Type      string      `json:"type"`
	Timestamp string      `json:"timestamp"`
}

func main() {
	store := newStore(client())
	serve(func(ctx context.Context, c command) (map[string]interface{}, error) {
		var t transaction
		if err := json.Unmarshal(c.EventData, &t); err != nil {
			return nil, err
		}
		log, err := store.load(ctx, c.AggregateID, t.ID)
		if err != nil {
			return nil, err
		}
		e := newEvent(c, t, log)
		if err := store.append(ctx, e); err != nil {
			return nil, err
		}
		fmt.Printf("{\"level\":\"INFO\",\"message\":\"The command was carried out\",\"sequence\":%d}\n", e.sequence)
		body, err := json.Marshal(map[string]interface{}{
			"eventId": e.id, "aggregateId": c.AggregateID, "sequence": e.sequence, "timestamp": e.timestamp,
			"eventType": c.EventType, "commandId": t.ID})
		return map[string]interface{}{
			"statusCode": 200, "headers": map[string]string{"Content-Type": "application/json"}, "body": string(body)}, err
	})
}

type event struct {
	command
	transaction
	sequence           int
	id, timestamp      string
	previousHash, hash string
}

func newEvent(c command, t transaction, log []logged) event {
	e := event{command: c, transaction: t, sequence: 1, timestamp: time.Now().UTC().Format("2006-01-02T15:04:05.000000Z")}
	if len(log) > 0 {
		e.sequence, e.previousHash = log[0].sequence+1, log[0].hash
	}
	content := e.previousHash + c.AggregateID + strconv.Itoa(e.sequence) + string(c.EventData) + e.timestamp
	digest := sha256.Sum256([]byte(content))
	e.hash = hex.EncodeToString(digest[:])
	e.id = e.hash[:36]
	return e
}

func client() *dynamodb.Client {
	configuration := aws.Config{
		Region: os.Getenv("AWS_REGION"),
		Credentials: credentials.NewStaticCredentialsProvider(
			os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN")),
	}
	configuration.EndpointResolverWithOptions = aws.EndpointResolverWithOptionsFunc(
		func(service, region string, options ...interface{}) (aws.Endpoint, error) {
			return aws.Endpoint{URL: os.Getenv("AWS_ENDPOINT_URL"), SigningRegion: region}, nil
		})
	return dynamodb.NewFromConfig(configuration)
}
