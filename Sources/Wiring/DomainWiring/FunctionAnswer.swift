import Invocation
import JSON

/// One answer of a function, as an operation's response.
struct FunctionAnswer {
  /// To a request that cannot be understood.
  static let malformed = FunctionAnswer(400, "The request cannot be understood", ["ValidationError"])

  private let status: Int
  private let description: String
  private let schema: JSONValue
  private let links: JSONObject
  /// Whether API Gateway answers with the same status, too.
  private let isGateways: Bool

  init(_ status: Int, _ description: String, schema: JSONValue) {
    self.status = status
    self.description = description
    self.schema = schema
    links = [:]
    isGateways = false
  }

  /// - Parameters:
  ///   - names: of the document's schemas, one of which the body has.
  ///   - isGateways: whether API Gateway answers with the same status, too.
  init(_ status: Int, _ description: String, _ names: [String], links: JSONObject = [:], isGateways: Bool = false) {
    let references = (names + (isGateways ? ["Message"] : [])).map(FieldSchema.reference)
    self.status = status
    self.description = description
    schema = references.count == 1 ? references[0] : ["anyOf": .array(references)]
    self.links = links
    self.isGateways = isGateways
  }

  private var response: JSONObject {
    var response: JSONObject = ["description": .string(description)]
    if !isGateways {
      response["headers"] = ["Access-Control-Allow-Origin": ["$ref": "#/components/headers/AnyOrigin"]]
    }
    response["content"] = ["application/json": ["schema": schema]]
    if links.count > 0 { response["links"] = .object(links) }
    return response
  }

  /// All responses of an operation.
  static func responses(_ answers: [FunctionAnswer], withBody: Bool) -> JSONObject {
    var responses = JSONObject(answers.map { (String($0.status), .object($0.response)) })
    for (status, response) in GatewayAnswer.references(withBody: withBody) { responses[status] = response }
    return responses
  }
}
