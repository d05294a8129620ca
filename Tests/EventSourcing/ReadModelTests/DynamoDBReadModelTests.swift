import Accounts
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct DynamoDBReadModelTests {
  private static let conditionFailed = #"{"__type":"x#ConditionalCheckFailedException","message":"no"}"#

  @Test("a new summary is put only where there is none")
  func new() throws {
    let fixture = try ReadModelFixture(.response(200, "{}"))
    let account = try SampleAccount(events: 1)
    let summary = try account.item(.summary, behind: 1)
    #expect(try fixture.readModel.replace(summary, ifStill: nil, deadline: nil))
    let request = try #require(try fixture.requests().first)
    #expect(request["ConditionExpression"] == "attribute_not_exists(#id)")
    #expect(request["ExpressionAttributeNames"] == ["#id": "AccountId"])
    #expect(request["Item"]?["Version"] == ["N": "1"])
  }

  @Test("a summary is replaced only if it is still the one that was read")
  func replaced() throws {
    let fixture = try ReadModelFixture(.response(200, "{}"))
    let account = try SampleAccount(events: 2)
    var read = try account.item(.summary, behind: 1).attributes
    read["StateDigest"] = nil
    #expect(try fixture.readModel.replace(try account.item(.summary, behind: 2), ifStill: read, deadline: nil))
    let request = try #require(try fixture.requests().first)
    #expect(
      request["ConditionExpression"]
        == """
        attribute_exists(#id) AND #Version = :Version AND #HeadHash = :HeadHash \
        AND #ProjectionVersion = :ProjectionVersion AND attribute_not_exists(#StateDigest)
        """)
    #expect(request["ExpressionAttributeValues"]?[":Version"] == ["N": "1"])
  }

  @Test("another projector's summary is a conflict, this very item is not")
  func conflict() throws {
    let account = try SampleAccount(events: 2)
    let summary = try account.item(.summary, behind: 2)
    let fixture = try ReadModelFixture(.response(400, Self.conditionFailed))
    #expect(try !fixture.readModel.replace(summary, ifStill: nil, deadline: nil))

    var own: JSONObject = [:]
    for name in SummaryIdentity.attributes {
      if let text = summary.attributes[name]?.string { own[name] = ["S": .string(text)] }
      if let number = summary.attributes[name]?.number { own[name] = ["N": .string(number.text)] }
    }
    let lost: JSONValue = [
      "__type": "x#ConditionalCheckFailedException", "message": "no", "Item": .object(own),
    ]
    let retried = try ReadModelFixture(.failure(.reset, mayHaveExecuted: true), .response(400, lost.text))
    #expect(try retried.readModel.replace(summary, ifStill: nil, deadline: nil))
  }

  @Test("items go in batches, and what was left undone is sent again")
  func batches() throws {
    let account = try SampleAccount(events: 30)
    let items = account.events.map { ReadModelItem(auditing: $0, noun: Account.noun) }
    let key: JSONValue = ["AccountId": ["S": "account-1"], "ProjectionType": ["S": "AuditTrail#00000000000000000007"]]
    let undone: JSONValue = ["UnprocessedItems": ["read-model": [["PutRequest": ["Item": key]]]]]
    let many = try ReadModelFixture(
      .response(200, undone.text), .response(200, #"{"UnprocessedItems":{}}"#))
    try many.readModel.put(items, deadline: nil)
    let requests = try many.requests().map { $0["RequestItems"]?["read-model"]?.array ?? [] }
    #expect(requests.map(\.count) == [25, 5, 1])
    #expect(requests.last == [["PutRequest": ["Item": key]]])
  }

  @Test("a page of the audit trail goes on behind its last item, also if it is empty")
  func pages() throws {
    let last: JSONValue = ["AccountId": ["S": "a"], "ProjectionType": ["S": "AuditTrail#00000000000000000041"]]
    let answer: JSONValue = ["Items": [], "Count": 0, "LastEvaluatedKey": last]
    let fixture = try ReadModelFixture(.response(200, answer.text))
    let account = try SampleAccount(events: 2)
    let page = try fixture.readModel.auditTrail(
      of: account.accountID, from: account.events[0].sequence, through: account.events[1].sequence, limit: 10,
      consistent: true, deadline: nil)
    #expect(page.hasMore)
    #expect(page.last?.value == 41)
    let request = try #require(try fixture.requests().first)
    #expect(request["ConsistentRead"] == true)
    #expect(request["ExpressionAttributeValues"]?[":through"] == ["S": "AuditTrail#00000000000000000002"])
  }

  @Test("a view is read by the beginning of its sort keys, from behind a name")
  func list() throws {
    let last: JSONValue = ["AccountId": ["S": "c"], "ProjectionType": ["S": "CustomerAccounts#b"]]
    let answer: JSONValue = ["Items": [last], "Count": 1, "LastEvaluatedKey": last]
    let fixture = try ReadModelFixture(.response(200, answer.text), .response(200, #"{"Items":[],"Count":0}"#))
    let owner = try OwnerKey("c")
    let page = try fixture.readModel.list(
      "CustomerAccounts", of: owner, isRanked: false, after: nil, limit: 5, deadline: nil)
    #expect(
      page
        == ViewPage(
          rows: [ViewRow(view: "CustomerAccounts", owner: owner, aggregateID: try AggregateID("b"))], next: "b"))
    let end = try fixture.readModel.list(
      "CustomerAccounts", of: owner, isRanked: false, after: page.next, limit: 5, deadline: nil)
    #expect(end == ViewPage(rows: [], next: nil))
    let requests = try fixture.requests()
    #expect(requests[0]["KeyConditionExpression"] == "#id = :owner AND begins_with(#type, :view)")
    #expect(requests[0]["ExpressionAttributeValues"] == [":owner": ["S": "c"], ":view": ["S": "CustomerAccounts#"]])
    #expect(requests[0]["ConsistentRead"] == nil)
    #expect(requests[1]["ExclusiveStartKey"] == last)
  }

  @Test("readings are consistent where that is asked for", arguments: [true, false])
  func consistency(_ consistent: Bool) throws {
    let fixture = try ReadModelFixture(
      .response(200, "{}"), .response(200, #"{"Items":[],"Count":0}"#), .response(200, #"{"Responses":{}}"#))
    let account = try SampleAccount(events: 1)
    _ = try fixture.readModel.summary(of: account.accountID, consistent: consistent, deadline: nil)
    _ = try fixture.readModel.auditTrail(
      of: account.accountID, from: .zero.next, through: .last, limit: 1, consistent: consistent, deadline: nil)
    _ = try fixture.readModel.summaries(of: [account.accountID], consistent: consistent, deadline: nil)
    let requests = try fixture.requests()
    #expect(requests[0]["ConsistentRead"] == (consistent ? true : nil))
    #expect(requests[1]["ConsistentRead"] == (consistent ? true : nil))
    #expect(requests[2]["RequestItems"]?["read-model"]?["ConsistentRead"] == (consistent ? true : nil))
  }

  @Test(
    "failures by what a caller can do about them",
    arguments: [
      ("AccessDeniedException", ReadModelError.Kind.refused), ("ResourceNotFoundException", .refused),
      ("ValidationException", .refused), ("InternalServerError", .unavailable), ("ThrottlingException", .unavailable),
    ])
  func failures(_ code: String, _ kind: ReadModelError.Kind) throws {
    let body: JSONValue = ["__type": .string("x#\(code)"), "message": "no"]
    let fixture = try ReadModelFixture(.response(code == "InternalServerError" ? 500 : 400, body.text))
    let account = try SampleAccount(events: 1)
    #expect {
      try fixture.readModel.item(.summary, of: account.accountID, deadline: nil)
    } throws: { error in
      (error as? ReadModelError)?.kind == kind
    }
  }
}
