import AWSCore
import DynamoDB
import TestSupport

/// A DynamoDB client whose answers are scripted and whose waits are recorded.
struct DynamoDBClientFixture {
  let transport: ScriptedTransport
  let sleeper: RecordingSleeper
  let clock = ManualClock()
  let client: DynamoDBClient

  init(_ transport: ScriptedTransport) throws {
    self.transport = transport
    sleeper = RecordingSleeper(clock: clock)
    let configuration = try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted)
    client = DynamoDBClient(
      client: AWSClient(
        configuration: configuration, transport: transport, clock: clock, sleeper: sleeper,
        randomness: SeededRandomness(seed: 1)))
  }

  init(_ answers: ScriptedTransport.Answer...) throws {
    try self.init(ScriptedTransport(answers))
  }
}
