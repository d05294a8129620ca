package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type store struct {
	client                     *dynamodb.Client
	events, readModel, journal string
}

type logged struct {
	sequence int
	hash     string
	amount   float64
}

func newStore(client *dynamodb.Client) store {
	return store{client, os.Getenv("EVENT_STORE_TABLE"), os.Getenv("READ_MODEL_TABLE"), os.Getenv("COMMAND_JOURNAL_TABLE")}
}

func text(v string) types.AttributeValue   { return &types.AttributeValueMemberS{Value: v} }
func number(v string) types.AttributeValue { return &types.AttributeValueMemberN{Value: v} }

// load reads the last ten events, newest first, and at the same time the journal and the read model as ours does.
func (s store) load(ctx context.Context, account, key string) ([]logged, error) {
	var output *dynamodb.QueryOutput
	var failures [3]error
	var group sync.WaitGroup
	group.Add(3)
	go func() {
		defer group.Done()
		output, failures[0] = s.client.Query(ctx, &dynamodb.QueryInput{
			TableName: &s.events, KeyConditionExpression: aws.String("AggregateId = :id"),
			ExpressionAttributeValues: map[string]types.AttributeValue{":id": text(account)},
			ScanIndexForward:          aws.Bool(false), Limit: aws.Int32(10), ConsistentRead: aws.Bool(true)})
	}()
	go func() {
		defer group.Done()
		_, failures[1] = s.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{s.journal: {
				ConsistentRead: aws.Bool(true), Keys: []map[string]types.AttributeValue{
					{"AggregateId": text(account), "CommandId": text("Checkpoint")},
					{"AggregateId": text(account), "CommandId": text("Command#" + key)}}}}})
	}()
	go func() {
		defer group.Done()
		_, failures[2] = s.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &s.readModel,
			Key: map[string]types.AttributeValue{"AccountId": text(account), "ProjectionType": text("AccountSummary")}})
	}()
	group.Wait()
	for _, failure := range failures {
		if failure != nil {
			return nil, failure
		}
	}
	return read(output.Items)
}

func read(items []map[string]types.AttributeValue) ([]logged, error) {
	var log []logged
	for _, item := range items {
		sequence, hasSequence := item["EventSequence"].(*types.AttributeValueMemberN)
		hash, hasHash := item["EventHash"].(*types.AttributeValueMemberS)
		if !hasSequence || !hasHash {
			return nil, fmt.Errorf("an item is no event")
		}
		place, err := strconv.Atoi(sequence.Value)
		if err != nil {
			return nil, err
		}
		found := logged{sequence: place, hash: hash.Value}
		if data, ok := item["EventData"].(*types.AttributeValueMemberM); ok {
			if amount, ok := data.Value["amount"].(*types.AttributeValueMemberN); ok {
				found.amount, _ = strconv.ParseFloat(amount.Value, 64)
			}
		}
		log = append(log, found)
	}
	return log, nil
}

func (s store) append(ctx context.Context, e event) error {
	data := map[string]types.AttributeValue{
		"transactionId": text(e.transaction.ID), "amount": number(e.Amount.String()), "type": text(e.Type),
		"timestamp": text(e.transaction.Timestamp)}
	item := map[string]types.AttributeValue{
		"AggregateId": text(e.AggregateID), "EventSequence": number(strconv.Itoa(e.sequence)), "EventId": text(e.id),
		"EventType": text(e.EventType), "Timestamp": text(e.timestamp), "Version": text("1.0"), "UserId": text("system"),
		"CorrelationId": text(e.id), "CommandId": text(e.transaction.ID), "PreviousHash": text(e.previousHash),
		"EventHash": text(e.hash), "EventData": &types.AttributeValueMemberM{Value: data}}
	entry := map[string]types.AttributeValue{
		"AggregateId": text(e.AggregateID), "CommandId": text("Command#" + e.transaction.ID), "RequestHash": text(e.hash),
		"ExpiresAt": number("1999999999")}
	_, err := s.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
		{Put: put(&s.events, item)}, {Put: put(&s.journal, entry)}}})
	return err
}

func put(table *string, item map[string]types.AttributeValue) *types.Put {
	return &types.Put{TableName: table, Item: item, ConditionExpression: aws.String("attribute_not_exists(AggregateId)"),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld}
}
