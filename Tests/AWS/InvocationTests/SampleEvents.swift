import JSON

/// Events as the AWS documentation shows them, cut to the members that matter.
enum SampleEvents {
  static let command = #"{"aggregateId":"a-1","eventType":"AccountCreated"}"#
  static let commandBase64 = "eyJhZ2dyZWdhdGVJZCI6ImEtMSIsImV2ZW50VHlwZSI6IkFjY291bnRDcmVhdGVkIn0="

  static func restAPI(body: JSONValue = .string(command), isBase64: Bool = false) -> JSONObject {
    [
      "resource": "/commands", "path": "/commands", "httpMethod": "POST", "headers": ["Accept": "*/*"],
      "queryStringParameters": nil, "pathParameters": nil, "requestContext": ["resourcePath": "/commands"],
      "body": body, "isBase64Encoded": .bool(isBase64),
    ]
  }

  static func httpAPI(
    route: String = "POST /commands", path: String = "/commands", query: String = "", parameters: JSONValue = nil,
    body: JSONValue = .string(command), domain: String = "id.execute-api.us-east-1.amazonaws.com"
  ) -> JSONObject {
    let method = route.split(separator: " ").first.map(String.init) ?? "GET"
    return [
      "version": "2.0", "routeKey": .string(route), "rawPath": .string(path), "rawQueryString": .string(query),
      "requestContext": ["domainName": .string(domain), "http": ["method": .string(method), "path": .string(path)]],
      "pathParameters": parameters, "body": body, "isBase64Encoded": false,
    ]
  }

  static func functionURL(method: String, path: String, query: String = "", body: JSONValue = nil) -> JSONObject {
    var event = httpAPI(
      route: "\(method) x", path: path, query: query, body: body, domain: "id.lambda-url.us-east-1.on.aws")
    event["routeKey"] = "$default"
    return event
  }

  static func loadBalancer(multiValue: Bool, path: String = "/commands", query: JSONValue = [:]) -> JSONObject {
    [
      "requestContext": ["elb": ["targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/x/y"]],
      "httpMethod": "POST", "path": .string(path), "body": .string(command), "isBase64Encoded": false,
      multiValue ? "multiValueHeaders" : "headers": ["accept": multiValue ? ["*/*"] : "*/*"],
      multiValue ? "multiValueQueryStringParameters" : "queryStringParameters": query,
    ]
  }

  /// The same event with another method and path, sent to a function that takes all paths.
  static func request(_ method: String, _ path: String, in event: JSONObject) -> JSONObject {
    var event = event
    event["httpMethod"] = .string(method)
    event["path"] = .string(path)
    if event["resource"] != nil { event["resource"] = "/{proxy+}" }
    if event["routeKey"] != nil { event["routeKey"] = "$default" }
    return event
  }

  static func bytes(_ event: JSONObject) -> [UInt8] { JSONValue.object(event).serialized() }
}
