import AWSCore
import DynamoDB
import EventSourcing
import HTTPTransport
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct DynamoDBProgressStoreTests {
  private static let noun = Noun("Parcel", plural: "Parcels")

  private func store(_ answers: [ScriptedTransport.Answer]) throws -> (DynamoDBProgressStore, ScriptedTransport) {
    let transport = ScriptedTransport(answers)
    let clock = ManualClock()
    let client = AWSClient(
      configuration: try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted),
      transport: transport, clock: clock, sleeper: RecordingSleeper(clock: clock),
      randomness: SeededRandomness(seed: 1))
    let store = DynamoDBProgressStore(
      client: DynamoDBClient(client: client), table: "read-model", noun: Self.noun, partition: "work")
    return (store, transport)
  }

  @Test("an item is read consistently, and given without its keys")
  func read() throws {
    let item = """
      {"Item":{"ParcelId":{"S":"work"},"ProjectionType":{"S":"a"},"Revision":{"N":"7"},"Left":{"L":[{"S":"x"}]}}}
      """
    let (store, transport) = try store([.response(200, item), .response(200, "{}")])
    let found = try store.progress("a", deadline: nil)
    #expect(found == Progress(name: "a", revision: 7, content: ["Left": ["x"]]))
    #expect(try store.progress("b", deadline: nil) == Progress(name: "b"))
    let request = try JSONValue(parsing: transport.requests[0].body)
    #expect(request["ConsistentRead"] == true)
    #expect(request["Key"] == ["ParcelId": ["S": "work"], "ProjectionType": ["S": "a"]])
  }

  @Test("a put is tied to the revision that was read", arguments: [nil, 7])
  func put(revision: Int?) throws {
    let (store, transport) = try store([.response(200, "{}")])
    let progress = Progress(name: "a", revision: revision, content: ["Left": ["x"]])
    #expect(try store.put(progress, deadline: nil)?.revision == (revision ?? 0) + 1)
    let request = try JSONValue(parsing: transport.requests[0].body)
    let condition = revision == nil ? "attribute_not_exists(#revision)" : "#revision = :revision"
    #expect(request["ConditionExpression"] == .string(condition))
    #expect(request["Item"]?["Revision"] == ["N": .string(String((revision ?? 0) + 1))])
    #expect(request["Item"]?["Left"] == ["L": [["S": "x"]]])
  }

  @Test("what stands there may be one's own, put by a try whose answer was lost")
  func lostAnswer() throws {
    let failed = { (left: String) in
      """
      {"__type":"ConditionalCheckFailedException","Item":{"ParcelId":{"S":"work"},"ProjectionType":{"S":"a"},
      "Revision":{"N":"8"},"Left":{"S":"\(left)"}}}
      """
    }
    let progress = Progress(name: "a", revision: 7, content: ["Left": "mine"])
    let (own, _) = try store([.response(400, failed("mine"))])
    #expect(try own.put(progress, deadline: nil)?.revision == 8)
    let (other, _) = try store([.response(400, failed("other"))])
    #expect(try other.put(progress, deadline: nil) == nil)
  }

  @Test("a failure is one of the read model's")
  func failure() throws {
    let (store, _) = try store([.response(400, #"{"__type":"AccessDeniedException","message":"no"}"#)])
    #expect { try store.progress("a", deadline: nil) } throws: { ($0 as? ReadModelError)?.kind == .refused }
    #expect { try store.put(Progress(name: "a"), deadline: nil) } throws: {
      ($0 as? ReadModelError)?.kind == .refused
    }
  }

  @Test(
    "of two who have read the same, one puts", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
  func local() throws {
    let client = try LocalAWS.client(.dynamoDB)
    let table = LocalAWS.uniqueName("progress")
    let definition: JSONValue = [
      "TableName": .string(table), "BillingMode": "PAY_PER_REQUEST",
      "KeySchema": [
        ["AttributeName": "ParcelId", "KeyType": "HASH"], ["AttributeName": "ProjectionType", "KeyType": "RANGE"],
      ],
      "AttributeDefinitions": [
        ["AttributeName": "ParcelId", "AttributeType": "S"],
        ["AttributeName": "ProjectionType", "AttributeType": "S"],
      ],
    ]
    _ = try client.call("CreateTable", definition, deadline: nil)
    defer { _ = try? client.call("DeleteTable", ["TableName": .string(table)], deadline: nil) }
    let store = DynamoDBProgressStore(
      client: DynamoDBClient(client: client), table: table, noun: Self.noun, partition: "work")
    for number in 1...3 {
      var read = try store.progress("a", deadline: nil)
      let rival = Progress(name: "a", revision: read.revision, content: ["Writer": "rival"])
      read.content = ["Writer": "first", "Number": .number(JSONNumber(number))]
      let put = try #require(try store.put(read, deadline: nil))
      #expect(put.revision == number)
      #expect(try store.put(rival, deadline: nil) == nil)
      #expect(try store.put(read, deadline: nil) == put)
      #expect(try store.progress("a", deadline: nil) == put)
    }
    #expect(try store.progress("b", deadline: nil) == Progress(name: "b"))
  }
}
