import AWSCore
import DynamoDB
import JSON
import TestSupport
import Testing

@Suite struct DynamoDBClientTests {
  private let query = Query(table: "t", keyCondition: Expression("Id = :i", values: [":i": "a"]))

  @Test func differentOperationsShareARoundTrip() throws {
    let fixture = try DynamoDBClientFixture(
      ScriptedTransport { request, _ in
        switch request.headers.first(where: { $0.isNamed("x-amz-target") })?.value {
        case "DynamoDB_20120810.GetItem"?: .response(200, #"{"Item":{"Id":{"S":"a"}}}"#)
        case "DynamoDB_20120810.Query"?: .response(200, #"{"Items":[],"Count":0}"#)
        default: .response(400, #"{"__type":"ResourceNotFoundException"}"#)
        }
      })
    let get = GetItem(table: "t", key: ["Id": "a"], consistent: true)
    let put = PutItem(table: "t", item: ["Id": "a"])
    let (copy, page, written) = fixture.client.performTogether(get, query, put, deadline: nil)
    #expect(try copy.get().item == ["Id": "a"])
    #expect(try page.get().count == 0)
    #expect(throws: DynamoDBError.self) { try written.get() }
    #expect(fixture.transport.waves == [3])
    #expect(fixture.transport.requests.allSatisfy { $0.url == "https://dynamodb.eu-west-1.amazonaws.com/" })
  }

  @Test func operationsOfOneKind() throws {
    let fixture = try DynamoDBClientFixture(.response(200, #"{"Items":[],"Count":0}"#))
    #expect(fixture.client.perform([query, query], deadline: nil).count == 2)
    #expect(fixture.transport.waves == [2])
  }

  private func writes(_ count: Int) -> [BatchWriteItem.Write] {
    (0..<count).map { .put(["Id": .number($0)]) }
  }

  @Test func batchesAreSentTogetherAndTheRestAgain() throws {
    let fixture = try DynamoDBClientFixture(
      ScriptedTransport { request, number in
        // The first batch comes back but for its first write, then all is done.
        guard number == 0, var items = (try? JSONValue(parsing: request.body))?["RequestItems"]?["t"]?.array else {
          return .response(200, "{}")
        }
        items.removeFirst()
        return .response(200, JSONValue.object(["UnprocessedItems": ["t": .array(items)]]).text)
      })
    try fixture.client.writeAll(writes(60), table: "t", deadline: nil)
    #expect(fixture.transport.waves == [3, 1])
    #expect(fixture.sleeper.sleeps.count == 1)
    let sent = fixture.transport.requests.map {
      (try? JSONValue(parsing: $0.body))?["RequestItems"]?["t"]?.array?.count
    }
    #expect(sent == [25, 25, 10, 24])
  }

  /// With too little time for all, the first are done, and not some of each.
  @Test func whereCapacityIsShortTheFirstWritesAreDoneFirst() throws {
    let fixture = try DynamoDBClientFixture(
      ScriptedTransport { request, number in
        // All of the first three batches comes back; later ones go through but for their last write.
        let items = (try? JSONValue(parsing: request.body))?["RequestItems"]?["t"]?.array ?? []
        let left = number < 3 ? items : items.count > 1 ? [items[items.count - 1]] : []
        return .response(200, JSONValue.object(["UnprocessedItems": ["t": .array(left)]]).text)
      })
    try fixture.client.writeAll(writes(60), table: "t", deadline: nil)
    let sent = fixture.transport.requests.dropFirst(3).map { request -> [Int] in
      let items = (try? JSONValue(parsing: request.body))?["RequestItems"]?["t"]?.array ?? []
      return items.compactMap { $0["PutRequest"]?["Item"]?["Id"]?["N"]?.string.flatMap { Int($0) } }
    }
    #expect(sent == [Array(0..<25), [24] + Array(25..<49), [48] + Array(49..<60), [59]])
  }

  @Test func aBatchThatIsThrottledAsAWholeIsSentAgainToo() throws {
    let throttled = #"{"__type":"ProvisionedThroughputExceededException"}"#
    let fixture = try DynamoDBClientFixture(
      .response(400, throttled), .response(400, throttled), .response(400, throttled), .response(400, throttled),
      .response(200, "{}"))
    try fixture.client.writeAll(writes(1), table: "t", deadline: nil)
    #expect(fixture.transport.requests.count == 5)
  }

  @Test func writesThatNeverGoThroughEndAsThrottled() throws {
    let fixture = try DynamoDBClientFixture(
      ScriptedTransport { request, _ in
        let items = (try? JSONValue(parsing: request.body))?["RequestItems"] ?? .null
        return .response(200, JSONValue.object(["UnprocessedItems": items]).text)
      })
    let failure = #expect(throws: DynamoDBError.self) {
      try fixture.client.writeAll(writes(1), table: "t", deadline: nil)
    }
    #expect(failure.map { "\($0.kind)" } == "throttled")
    #expect(fixture.transport.waves == [1, 1, 1, 1])
    let late = #expect(throws: DynamoDBError.self) {
      try fixture.client.writeAll(writes(1), table: "t", deadline: fixture.clock.now().adding(milliseconds: 1))
    }
    #expect(late != nil)
    #expect(fixture.transport.waves.count == 5)
  }

  @Test func keysLeftOutAreAskedForAgain() throws {
    let left = #"{"Responses":{"t":[{"Id":{"S":"a"}}]},"UnprocessedKeys":{"t":{"Keys":[{"Id":{"S":"b"}}]}}}"#
    let fixture = try DynamoDBClientFixture(
      .response(200, left), .response(200, #"{"Responses":{"t":[{"Id":{"S":"b"}}]},"UnprocessedKeys":{}}"#))
    let items = try fixture.client.getAll(
      [["Id": "a"], ["Id": "b"]], table: "t", consistent: true, deadline: nil)
    #expect(items == [["Id": "a"], ["Id": "b"]])
    #expect(try fixture.client.getAll([], table: "t", consistent: true, deadline: nil).isEmpty)
    #expect(fixture.transport.waves == [1, 1])
  }

  @Test func anErrorInABatchIsThrown() throws {
    let fixture = try DynamoDBClientFixture(.response(400, #"{"__type":"ResourceNotFoundException"}"#))
    #expect(throws: DynamoDBError.self) { try fixture.client.writeAll(writes(30), table: "t", deadline: nil) }
  }
}
