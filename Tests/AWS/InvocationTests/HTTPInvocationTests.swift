import Invocation
import JSON
import Testing

struct HTTPInvocationTests {
  private func envelope(_ event: JSONObject) throws(EnvelopeError) -> Envelope {
    try Envelope(SampleEvents.bytes(event))
  }

  private func parameters(_ event: JSONObject, matching template: String) throws -> JSONObject? {
    try #require(try envelope(event).http).parameters(matching: template)
  }

  private func query(_ event: JSONObject) throws -> JSONObject {
    try #require(try envelope(event).http).query()
  }

  private func account(_ id: String, route: String = "GET /accounts/{id}") -> JSONObject {
    SampleEvents.httpAPI(
      route: route, path: "/stage/accounts/\(id)", parameters: ["id": .string(id)], body: nil)
  }

  @Test func readsTheRouteOfAnHTTPAPI() throws {
    let http = try #require(try envelope(account("a-1")).http)
    #expect(http.method == "GET")
    #expect(http.path == "/stage/accounts/a-1")
    #expect(http.route == "/accounts/{id}")
    #expect(try parameters(account("a-1"), matching: "/accounts/{id}") == ["id": "a-1"])
    #expect(try parameters(account("a-1"), matching: "/accounts/{id}/events") == nil)
    let events = account("a-1", route: "GET /accounts/{id}/events")
    #expect(try parameters(events, matching: "/accounts/{id}/events") == ["id": "a-1"])
    #expect(try parameters(events, matching: "/accounts/{id}") == nil)
  }

  @Test func decodesOnlyWhatTheSenderLeftEncoded() throws {
    #expect(try parameters(account("50%25 é"), matching: "/accounts/{id}") == ["id": "50%25 é"])
    var rest = SampleEvents.restAPI(body: nil)
    rest["resource"] = "/accounts/{id}"
    rest["pathParameters"] = ["id": "50%25%20%C3%A9+1"]
    #expect(try parameters(rest, matching: "/accounts/{id}") == ["id": "50% é+1"])
    rest["version"] = "1.0"
    #expect(try parameters(rest, matching: "/accounts/{id}") == ["id": "50%25%20%C3%A9+1"])
  }

  static let paths: [(String, JSONObject?)] = [
    ("/accounts/a-1/events", ["id": "a-1"]), ("/accounts/a%2F1%20b/events", ["id": "a/1 b"]),
    ("/accounts/a-1", nil), ("/accounts//events", nil), ("/accounts/a/events/", nil), ("/x/a/events", nil), ("", nil),
  ]

  @Test(arguments: paths)
  func matchesThePathWhereThereIsNoRoute(path: String, expected: JSONObject?) throws {
    let template = "/accounts/{id}/events"
    let url = SampleEvents.functionURL(method: "GET", path: path)
    #expect(try parameters(url, matching: template) == expected)
    #expect(try parameters(SampleEvents.loadBalancer(multiValue: false, path: path), matching: template) == expected)
    var proxy = SampleEvents.restAPI(body: nil)
    proxy["resource"] = "/{proxy+}"
    proxy["path"] = .string(path)
    #expect(try parameters(proxy, matching: template) == expected)
  }

  @Test func namesAParameterThatIsNotPercentEncoded() {
    for bad in ["%", "%2", "%zz", "%FF", "a%C3"] {
      #expect(throws: EnvelopeError(.invalidPercentEncoding(parameter: "id"), kind: .functionURL)) {
        try parameters(SampleEvents.functionURL(method: "GET", path: "/accounts/\(bad)"), matching: "/accounts/{id}")
      }
    }
    #expect(throws: EnvelopeError(.invalidPercentEncoding(parameter: "limit"), kind: .httpAPI)) {
      try query(SampleEvents.httpAPI(query: "limit=%ZZ"))
    }
  }

  @Test func readsQueryStrings() throws {
    let text = "limit=5&asOf=2024-01-15T10%3A30%3A00%2B01%3A00&consistent=true&name=a+b&empty=&bare&&x=a=b"
    #expect(
      try query(SampleEvents.httpAPI(query: text)) == [
        "limit": "5", "asOf": "2024-01-15T10:30:00+01:00", "consistent": "true", "name": "a b", "empty": "", "bare": "",
        "x": "a=b",
      ])
  }

  @Test func readsQueryMembers() throws {
    var rest = SampleEvents.restAPI()
    rest["queryStringParameters"] = ["limit": "5", "sign": "a%20+b"]
    rest["multiValueQueryStringParameters"] = ["limit": ["5"], "sign": ["a%20+b"]]
    #expect(try query(rest) == ["limit": "5", "sign": "a%20+b"])
    let single = SampleEvents.loadBalancer(multiValue: false, query: ["a%20b": "c%2Bd"])
    #expect(try query(single) == ["a b": "c+d"])
    let multiple = SampleEvents.loadBalancer(multiValue: true, query: ["a": ["c%2Bd"]])
    #expect(try query(multiple) == ["a": "c+d"])
  }

  @Test func refusesARepeatedParameterWhenAskedForIt() throws {
    #expect(try envelope(SampleEvents.httpAPI(query: "a=1&a=2")).body != nil)
    #expect(throws: EnvelopeError(.repeatedParameter("a"), kind: .httpAPI)) {
      try query(SampleEvents.httpAPI(query: "a=1&b=2&%61=3"))
    }
    #expect(throws: EnvelopeError(.repeatedParameter("a"), kind: .loadBalancer(multiValueHeaders: true))) {
      try query(SampleEvents.loadBalancer(multiValue: true, query: ["a": ["1", "2"]]))
    }
  }

  @Test func turnsQueryTextIntoRequestMembers() throws {
    let text = "limit=5&fromSequence=many&consistent=true&other=7&flag=yes"
    let http = try #require(try envelope(SampleEvents.httpAPI(query: text)).http)
    let members = try http.queryMembers(numbers: ["limit", "fromSequence"], booleans: ["consistent", "flag"])
    #expect(
      members == ["limit": 5, "fromSequence": "many", "consistent": true, "other": "7", "flag": "yes"])
  }
}
