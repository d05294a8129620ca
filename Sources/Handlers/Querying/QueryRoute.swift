import Invocation
import JSON

/// A question that comes as an HTTP GET request.
struct QueryRoute {
  /// With one parameter, `{id}`.
  let template: String
  let queryType: String
  /// The request's member that the parameter becomes.
  let idMember: String

  /// The request that the route and its query string stand for; nil where the route does not fit.
  ///
  /// - Throws: `EnvelopeError` for parameters that cannot be decoded.
  func request(_ http: HTTPInvocation) throws(EnvelopeError) -> JSONObject? {
    guard let parameters = try http.parameters(matching: template) else { return nil }
    var request = try http.queryMembers(
      numbers: ["limit", "fromSequence", "minSequence"], booleans: ["consistent"])
    // The route decides, whatever the query string says.
    request["queryType"] = .string(queryType)
    request[idMember] = parameters["id"] ?? .null
    return request
  }
}
