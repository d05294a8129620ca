import JSON

/// What an HTTP event says beside its body: method, path and parameters.
public struct HTTPInvocation: Sendable {
  /// The method in upper case, `GET`.
  public let method: String
  /// The path as the event has it: decoded by an HTTP API, still percent-encoded by the others; with the stage's name in
  /// front where an HTTP API has a stage other than `$default`.
  public let path: String
  /// The route's template where the sender has routes, `/accounts/{id}`.
  public let route: String?
  /// The values of the route's parameters, decoded.
  public let pathParameters: JSONObject
  let kind: EnvelopeKind
  let queryString: QueryString

  /// The parameters of a template that this invocation's route or path fits, decoded; nil where it does not fit.
  ///
  /// A sender with routes has matched already, so that its route must be this template; without one, or with a route
  /// that takes any path (`$default`, `{proxy+}`), the path's segments are compared with the template's, where `{name}`
  /// takes one segment that is not empty.
  /// - Throws: `invalidPercentEncoding` naming the parameter.
  public func parameters(matching template: String) throws(EnvelopeError) -> JSONObject? {
    if let route, route != "$default", !route.hasSuffix("+}") { return route == template ? pathParameters : nil }
    let expected = template.split(separator: "/", omittingEmptySubsequences: false)
    let actual = path.split(separator: "/", omittingEmptySubsequences: false)
    guard expected.count == actual.count else { return nil }
    var parameters = JSONObject()
    for (part, segment) in zip(expected, actual) {
      guard part.first == "{", part.last == "}" else {
        guard part.utf8.elementsEqual(segment.utf8) else { return nil }
        continue
      }
      if segment.isEmpty { return nil }
      let name = String(part.dropFirst().dropLast())
      parameters[name] = .string(try decoded(segment, name: name))
    }
    return parameters
  }

  /// The query string's parameters, decoded, each a text.
  /// - Throws: `invalidPercentEncoding` or `repeatedParameter` naming the parameter.
  public func query() throws(EnvelopeError) -> JSONObject {
    try queryString.decoded(for: kind)
  }

  /// The query string's parameters as the members of a request.
  ///
  /// A query string knows only text: the named parameters become numbers and truth values where their text is one, and
  /// stay text otherwise, so that whoever reads the request refuses them by name.
  /// - Throws: `invalidPercentEncoding` or `repeatedParameter` naming the parameter.
  public func queryMembers(numbers: Set<String>, booleans: Set<String>) throws(EnvelopeError) -> JSONObject {
    var members = JSONObject()
    for (name, value) in try query() {
      let text = value.string ?? ""
      if numbers.contains(name), let number = JSONNumber(text) {
        members[name] = .number(number)
      } else if booleans.contains(name), let flag = Bool(text) {
        members[name] = .bool(flag)
      } else {
        members[name] = value
      }
    }
    return members
  }

  private func decoded(_ segment: Substring, name: String) throws(EnvelopeError) -> String {
    if kind == .httpAPI { return String(segment) }
    guard let text = PercentEncoding.decode(segment, plusIsSpace: false) else {
      throw EnvelopeError(.invalidPercentEncoding(parameter: name), kind: kind)
    }
    return text
  }
}
