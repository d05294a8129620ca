import Invocation
import JSON
import Testing

struct HTTPResourcesTests {
  private let resources = HTTPResources(readable: ["/accounts/{id}", "/accounts/{id}/events"], posted: "/queries")

  private func answer(_ event: JSONObject) throws -> Answer? {
    try resources.answer(to: try #require(try Envelope(SampleEvents.bytes(event)).http))
  }

  static let senders: [@Sendable (String, String) -> JSONObject] = [
    { SampleEvents.functionURL(method: $0, path: $1) },
    { SampleEvents.request($0, $1, in: SampleEvents.httpAPI(route: "\($0) x", path: $1, body: nil)) },
    { SampleEvents.request($0, $1, in: SampleEvents.restAPI(body: nil)) },
    { SampleEvents.request($0, $1, in: SampleEvents.loadBalancer(multiValue: false)) },
    { SampleEvents.request($0, $1, in: SampleEvents.loadBalancer(multiValue: true)) },
  ]

  @Test(arguments: senders.indices, ["GET", "HEAD", "get"])
  func tellsThatTheFunctionRuns(sender: Int, method: String) throws {
    #expect(try answer(Self.senders[sender](method, "/health")) == Answer(statusCode: 200, body: ["status": "ok"]))
  }

  /// What an Application Load Balancer sends, with the path that its target group is given.
  @Test func tellsItToTheHealthCheckOfALoadBalancer() throws {
    let event = try #require(
      try JSONValue(
        parsing: #"""
          {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/tg/6d0ecf831eec9f09"}},"httpMethod":"GET","path":"/health","queryStringParameters":{},"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}
          """#
      ).object)
    #expect(try answer(event)?.statusCode == 200)
  }

  @Test(arguments: senders.indices)
  func leavesToTheFunctionWhatItTakes(sender: Int) throws {
    let send = Self.senders[sender]
    for method in ["GET", "HEAD"] { #expect(try answer(send(method, "/accounts/a-1/events")) == nil) }
    for path in ["/queries", "/", "/elsewhere"] { #expect(try answer(send("POST", path)) == nil) }
  }

  @Test(arguments: senders.indices, ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"])
  func namesTheMethodsOfAKnownPath(sender: Int, method: String) throws {
    let send = Self.senders[sender]
    let read = Answer(methodNotAllowed: ["GET", "HEAD"])
    #expect(try answer(send(method, "/accounts/a-1")) == read)
    #expect(try answer(send(method, "/health")) == read)
    #expect(try answer(send(method, "/queries")) == Answer(methodNotAllowed: ["POST"]))
    #expect(try answer(send(method, "/elsewhere"))?.statusCode == 404)
  }

  @Test("a route's template decides where the sender has one")
  func templates() throws {
    let account = SampleEvents.httpAPI(route: "GET /accounts/{id}", path: "/stage/accounts/a-1", body: nil)
    #expect(try answer(account) == nil)
    let health = SampleEvents.httpAPI(route: "GET /health", path: "/stage/health", body: nil)
    #expect(try answer(health)?.statusCode == 200)
    #expect(try answer(SampleEvents.httpAPI(route: "POST /queries", path: "/stage/queries")) == nil)
    let named = SampleEvents.httpAPI(route: "GET /accounts/{id}", path: "/accounts/health", body: nil)
    #expect(try answer(named) == nil)
  }

  @Test(arguments: senders.indices)
  func knowsWhatIsReadAndWhatIsPosted(sender: Int) throws {
    let send = Self.senders[sender]
    for method in ["GET", "HEAD"] {
      #expect(try answer(send(method, "/queries")) == Answer(methodNotAllowed: ["POST"]))
      #expect(try answer(send(method, "/"))?.statusCode == 404)
    }
    for path in ["/health", "/accounts/a-1"] {
      #expect(try answer(send("POST", path)) == Answer(methodNotAllowed: ["GET", "HEAD"]))
    }
  }
}
