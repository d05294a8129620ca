import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

@Suite struct QueryHandlerTests {
  @Test(
    "a bad or missing queryType names those that there are",
    arguments: ["{}", #"{"queryType":"x"}"#, #"{"queryType":7}"#])
  func queryType(_ text: String) throws {
    let (status, body) = try QueryWorld().ask(try #require(try JSONValue(parsing: text).object))
    #expect(status == 400)
    #expect(body["error"]?.string?.isEmpty == false)
    #expect(
      body["supportedQueryTypes"] == [
        "getAccountSummary", "getAuditTrail", "getAggregateEvents", "reconstructState", "getEventsByType",
        "getEventsByTimeRange", "getCustomerAccounts", "verifyIntegrity",
      ])
  }

  @Test(
    "a missing field is named",
    arguments: [
      ("getAccountSummary", "accountId"), ("getAuditTrail", "accountId"), ("getAggregateEvents", "aggregateId"),
      ("reconstructState", "aggregateId"), ("getEventsByType", "eventType"), ("getEventsByTimeRange", "startTime"),
      ("getCustomerAccounts", "customerId"), ("verifyIntegrity", "aggregateId"),
    ])
  func missing(_ type: String, _ field: String) throws {
    let (status, body) = try QueryWorld().ask(["queryType": .string(type)])
    #expect(status == 400)
    #expect(body["error"] == .string("Missing required field: \(field)"))
  }

  @Test("the end of a range is missing")
  func missingEnd() throws {
    let (_, body) = try QueryWorld().ask(["queryType": "getEventsByTimeRange", "startTime": "2024-01-15T10:30:00Z"])
    #expect(body["error"] == "Missing required field: endTime")
  }

  @Test(
    "a field of the wrong form is named",
    arguments: [
      (#"{"queryType":"getAccountSummary","accountId":7}"#, "accountId"),
      (#"{"queryType":"getAccountSummary","accountId":"a\u0001"}"#, "accountId"),
      (#"{"queryType":"getAccountSummary","accountId":"a","minSequence":-1}"#, "minSequence"),
      (#"{"queryType":"getAccountSummary","accountId":"a","minSequence":1e30}"#, "minSequence"),
      (#"{"queryType":"getAccountSummary","accountId":"a","consistent":"yes"}"#, "consistent"),
      (#"{"queryType":"getCustomerAccounts","customerId":["a"]}"#, "customerId"),
      (#"{"queryType":"getAuditTrail","accountId":"a","limit":0}"#, "limit"),
      (#"{"queryType":"getAuditTrail","accountId":"a","limit":1001}"#, "limit"),
      (#"{"queryType":"getAuditTrail","accountId":"a","limit":1.5}"#, "limit"),
      (#"{"queryType":"getAuditTrail","accountId":"a","nextToken":[]}"#, "nextToken"),
      (#"{"queryType":"getAggregateEvents","aggregateId":"a","fromSequence":"1"}"#, "fromSequence"),
      (#"{"queryType":"reconstructState","aggregateId":"a","upToSequence":0.5}"#, "upToSequence"),
      (#"{"queryType":"reconstructState","aggregateId":"a","asOf":"yesterday"}"#, "asOf"),
      (#"{"queryType":"getEventsByType","eventType":"AccountFrozen"}"#, "eventType"),
      (#"{"queryType":"getEventsByType","eventType":"AccountClosed","startTime":5}"#, "startTime"),
      (
        #"{"queryType":"getEventsByTimeRange","startTime":"2024-01-15T10:30:00Z","endTime":"2024-01-15T10:29:59Z"}"#,
        "endTime"
      ),
    ])
  func wrong(_ text: String, _ field: String) throws {
    let (status, body) = try QueryWorld().ask(try #require(try JSONValue(parsing: text).object))
    #expect(status == 400)
    #expect(body["field"] == .string(field))
  }

  @Test("the question may come in an envelope")
  func envelope() throws {
    let world = QueryWorld()
    try world.project(try world.account("account-1", deposits: 1))
    let answer = try world.invoke(["body": #"{"queryType":"getAccountSummary","accountId":"account-1"}"#])
    #expect(answer["statusCode"] == 200)
    #expect(answer["headers"]?["Content-Type"] == "application/json")
    let bad = try world.invoke(["body": "%%%", "isBase64Encoded": true])
    #expect(bad["statusCode"] == 400)
  }

  private func get(_ path: String, query: String = "", method: String = "GET", body: JSONValue = nil) -> JSONValue {
    [
      "version": "2.0", "rawPath": .string(path), "rawQueryString": .string(query),
      "requestContext": ["http": ["method": .string(method), "path": .string(path)], "domainName": "x.lambda-url.y"],
      "isBase64Encoded": false, "body": body,
    ]
  }

  @Test("health is told without a table")
  func health() throws {
    let world = QueryWorld()
    world.log.logs = [:]
    #expect(try world.invoke(get("/health"))["body"] == #"{"status":"ok"}"#)
    #expect(try world.invoke(get("/health", method: "HEAD"))["body"] == "")
    #expect(try world.invoke(get("/health", method: "POST", body: "{}"))["statusCode"] == 405)
  }

  @Test("HEAD is a GET without a body")
  func head() throws {
    let world = QueryWorld()
    try world.project(try world.account("account-1", deposits: 1))
    for (path, query, status) in [
      ("/accounts/account-1", "", 200), ("/accounts/account-1/events", "limit=1", 200), ("/accounts/nobody", "", 404),
      ("/accounts/account-1/events", "limit=0", 400), ("/accounts/account-1", "consistent=%zz", 400), ("/", "", 404),
    ] {
      let (got, head) = (
        try world.invoke(get(path, query: query)), try world.invoke(get(path, query: query, method: "HEAD"))
      )
      #expect(head["statusCode"] == .number(JSONNumber(status)) && got["statusCode"] == head["statusCode"])
      #expect(head["headers"] == got["headers"])
      #expect(head["body"] == "" && got["body"] != "")
    }
  }

  @Test("a method that a path does not take")
  func methods() throws {
    let world = QueryWorld()
    for method in ["OPTIONS", "PUT", "DELETE", "POST"] {
      let refused = try world.invoke(get("/accounts/account-1", method: method, body: "{}"))
      #expect(refused["statusCode"] == 405)
      #expect(refused["headers"]?["Allow"] == "GET, HEAD")
    }
    #expect(try world.invoke(get("/queries"))["headers"]?["Allow"] == "POST")
    #expect(try world.invoke(get("/elsewhere", method: "PUT"))["statusCode"] == 404)
    // From a function URL a question may come to any path.
    let question = #"{"queryType":"getAccountSummary","accountId":"nobody"}"#
    #expect(try world.invoke(get("/", method: "POST", body: .string(question)))["statusCode"] == 404)
    #expect(try world.invoke(get("/", method: "POST", body: "{}"))["statusCode"] == 400)
  }

  @Test("GET /accounts/{id} and /accounts/{id}/events")
  func routes() throws {
    let world = QueryWorld()
    try world.project(try world.account("account 1", deposits: 9), through: 4)
    let summary = try world.invoke(get("/accounts/account%201"))
    #expect(try JSONValue(parsing: summary["body"]?.string ?? "")["Version"] == 4)
    let fresh = try world.invoke(get("/accounts/account%201", query: "consistent=true"))
    #expect(try JSONValue(parsing: fresh["body"]?.string ?? "")["Version"] == 10)
    let events = try world.invoke(get("/accounts/account%201/events", query: "limit=2&fromSequence=3"))
    #expect(try JSONValue(parsing: events["body"]?.string ?? "")["eventCount"] == 2)
    #expect(try world.invoke(get("/accounts/account%201/events", query: "limit=two"))["statusCode"] == 400)
    #expect(try world.invoke(get("/elsewhere"))["statusCode"] == 404)
    #expect(try world.invoke(get("/accounts/nobody"))["statusCode"] == 404)
  }

  @Test("a damaged log fails the invocation by name")
  func damaged() throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 5)
    world.log.logs[events[0].aggregateID]?.remove(at: 2)
    #expect {
      try world.ask(["queryType": "reconstructState", "aggregateId": "account-1"])
    } throws: { error in
      (error as? FunctionError)?.type == "EventLogDamaged"
    }
  }
}
