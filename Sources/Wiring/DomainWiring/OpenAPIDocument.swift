import CommandHandling
import DomainFile
import EventSourcing
import Invocation
import JSON
import Querying

/// The HTTP API of a domain as a document of OpenAPI 3.1, made of what the functions say of themselves.
///
/// Reference: OpenAPI Specification 3.1.1 (spec.openapis.org/oas/v3.1.1).
public struct OpenAPIDocument {
  let domains: [DomainDocumentation]
  let questions: [QuestionDocumentation]
  let commands: [CommandDocumentation]
  private let process: Noun?

  /// The API of one domain.
  public init<Model: Domain>(of model: Model.Type) {
    self.init([DomainDocumentation(model)], [CommandDocumentation(model)], process: nil)
  }

  /// The API of a domain and of a process over its aggregates that is switched on.
  public init<Model: Domain, Process: DomainProcess>(of model: Model.Type, with process: Process.Type) {
    self.init(
      [DomainDocumentation(model), DomainDocumentation(process)],
      [CommandDocumentation(model), CommandDocumentation(process)], process: Process.noun)
  }

  private init(_ domains: [DomainDocumentation], _ commands: [CommandDocumentation], process: Noun?) {
    self.domains = domains
    self.commands = commands
    self.process = process
    questions = QuestionDocumentation.all(of: domains)
  }

  /// The document's text.
  public var text: String { JSONValue.object(json).text }

  /// The document.
  public var json: JSONObject {
    [
      "openapi": "3.1.0",
      "info": [
        "title": .string("\(domains.map(\.noun.plural).joined(separator: " and ")): commands and queries"),
        "version": "1.0", "description": .string(description),
      ],
      "servers": [
        [
          "url": "https://{api}.execute-api.{region}.amazonaws.com",
          "variables": ["api": ["default": "api"], "region": ["default": "us-east-1"]],
        ]
      ],
      "security": [["sigv4": []]],
      "paths": .object(paths),
      "components": [
        "schemas": .object(schemas), "responses": .object(GatewayAnswer.components), "headers": .object(headers),
        "securitySchemes": .object(securitySchemes),
      ],
    ]
  }

  private var description: String {
    let general =
      "A function answers a HEAD as the GET without a body, any other method with 405 and Allow, and an unknown path with 404, "
      + "where it is sent them: by a function URL or a load balancer. An HTTP API answers 404 itself."
    guard let process else { return general }
    return general + " What is said of \(process.listMember) is there where their process is switched on."
  }

  private var schemas: JSONObject {
    var schemas = JSONObject()
    for request in commands.flatMap(\.requests) { schemas[request.name] = .object(request.schema) }
    for question in questions {
      schemas[question.requestName] = .object(question.request)
      schemas[question.answerName] = .object(question.answer)
    }
    schemas["Appended"] = .object(CommandDocumentation.appended)
    for refusal in CommandDocumentation.refusals { schemas[refusal.type] = .object(Self.schema(of: refusal)) }
    for failure in QuestionDocumentation.failureSchemas { schemas[failure.name] = .object(failure.schema) }
    schemas["ValidationError"] = .object(RequestError.schema)
    schemas["Event"] = .object(event)
    schemas["PayloadValue"] = .object(CommandDocumentation.payloadValue)
    schemas["Message"] = .object(GatewayAnswer.schema)
    return schemas
  }

  private static func schema(of refusal: (status: Int, type: String, members: JSONObject)) -> JSONObject {
    var properties: JSONObject = [
      "error": ["description": "In words", "type": "string"],
      "type": ["type": "string", "enum": [.string(refusal.type)]],
      "field": ["description": "The event that it is about: events[1]", "type": "string"],
    ]
    for (name, member) in refusal.members { properties[name] = member }
    return FieldSchema.object(properties, required: ["error", "type"] + refusal.members.keys)
  }

  /// An event of any type and version, as it is stored.
  private var event: JSONObject {
    FieldSchema.object(
      DetailSchema.members(
        type: ["type": "string", "enum": .array(domains.flatMap(\.eventTypes).map { .string($0) })],
        data: ["type": "object"], version: ["type": "string"]),
      required: DetailSchema.required)
  }

  private var headers: JSONObject {
    [
      "AnyOrigin": [
        "description": "Pages of any origin may read the answer", "required": true,
        "schema": ["type": "string", "enum": ["*"]],
      ]
    ]
  }

  /// As API Gateway itself writes IAM authorization into a document ("x-amazon-apigateway-authtype property", Amazon API
  /// Gateway Developer Guide).
  private var securitySchemes: JSONObject {
    [
      "sigv4": [
        "description": "AWS Signature Version 4, of the service execute-api", "type": "apiKey", "name": "Authorization",
        "in": "header", "x-amazon-apigateway-authtype": "awsSigv4",
      ]
    ]
  }
}
