import JSON

extension HTTPInvocation {
  /// Reads what an event says beside its body; nil for an envelope without a gateway's context.
  ///
  /// HTTP APIs decode paths and path parameters; REST APIs, function URLs and load balancers leave them encoded. REST
  /// APIs decode query strings, load balancers do not, and payload format 2.0 carries the query string itself.
  init?(_ event: JSONObject, kind: EnvelopeKind) throws(EnvelopeError) {
    self.kind = kind
    switch kind {
    case .bare, .bodyOnly: return nil
    case .httpAPI, .functionURL:
      let context = event["requestContext"]?["http"]
      method = (context?["method"]?.string ?? "").uppercased()
      path = event["rawPath"]?.string ?? context?["path"]?.string ?? "/"
      route = Self.template(ofRouteKey: event["routeKey"]?.string)
      queryString = QueryString(event["rawQueryString"]?.string ?? "")
    case .restAPI, .loadBalancer:
      method = (event["httpMethod"]?.string ?? "").uppercased()
      path = event["path"]?.string ?? "/"
      route = event["resource"]?.string
      queryString = QueryString(
        single: event["queryStringParameters"]?.object ?? [:],
        multiple: event["multiValueQueryStringParameters"]?.object ?? [:], isEncoded: kind != .restAPI)
    }
    let isDecoded = kind == .httpAPI || event["version"]?.string == "1.0"
    pathParameters = try Self.pathParameters(event["pathParameters"]?.object, isDecoded: isDecoded, kind: kind)
  }

  /// `/accounts/{id}` of `GET /accounts/{id}`; `$default` stays as it is.
  private static func template(ofRouteKey key: String?) -> String? {
    guard let key, let space = key.firstIndex(of: " ") else { return key }
    return String(key[key.index(after: space)...])
  }

  private static func pathParameters(
    _ members: JSONObject?, isDecoded: Bool, kind: EnvelopeKind
  ) throws(EnvelopeError) -> JSONObject {
    var parameters = JSONObject()
    for (name, value) in members ?? [:] {
      guard let text = value.string else { continue }
      guard let decoded = isDecoded ? text : PercentEncoding.decode(text, plusIsSpace: false) else {
        throw EnvelopeError(.invalidPercentEncoding(parameter: name), kind: kind)
      }
      parameters[name] = .string(decoded)
    }
    return parameters
  }
}
