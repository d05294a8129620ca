import Invocation
import JSON

/// The questions that come as HTTP GET requests.
enum QueryRoute {
  /// The request that a route and its query string stand for; nil where no route fits.
  ///
  /// - Throws: `EnvelopeError` for parameters that cannot be decoded.
  static func request(_ http: HTTPInvocation) throws(EnvelopeError) -> JSONObject? {
    if let parameters = try http.parameters(matching: "/accounts/{id}") {
      return try request(http, .accountSummary, name: "accountId", parameters["id"])
    }
    if let parameters = try http.parameters(matching: "/accounts/{id}/events") {
      return try request(http, .aggregateEvents, name: "aggregateId", parameters["id"])
    }
    return nil
  }

  private static func request(
    _ http: HTTPInvocation, _ type: QueryType, name: String, _ accountID: JSONValue?
  ) throws(EnvelopeError) -> JSONObject {
    var request = try http.queryMembers(
      numbers: ["limit", "fromSequence", "minSequence"], booleans: ["consistent"])
    // The route decides, whatever the query string says.
    request["queryType"] = .string(type.rawValue)
    request[name] = accountID ?? .null
    return request
  }
}
