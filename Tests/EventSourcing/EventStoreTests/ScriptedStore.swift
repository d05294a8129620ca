import AWSCore
import DynamoDB
import Environment
import EventStore
import HTTPTransport
import TestSupport

/// A store whose DynamoDB is a script.
enum ScriptedStore {
  static func make(
    _ transport: any Transport, tables: EventStoreTables = EventStoreTables(events: "events", journal: "journal"),
    clock: any Clock = ManualClock(), sleeper: any Sleeper = RecordingSleeper()
  ) throws -> DynamoDBEventStore {
    let randomness = SeededRandomness(seed: 5)
    let client = AWSClient(
      configuration: try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted),
      transport: transport, clock: clock, sleeper: sleeper, randomness: randomness)
    return DynamoDBEventStore(
      client: DynamoDBClient(client: client), tables: tables, shards: .single, clock: clock, sleeper: sleeper,
      randomness: randomness)
  }
}
