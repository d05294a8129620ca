import EventSourcing
import Invocation
import JSON
import Querying

extension QuestionDocumentation {
  /// The names of its schemas: `GetAccountSummaryQuery`, `GetAccountSummaryAnswer`.
  var requestName: String { title + "Query" }
  var answerName: String { title + "Answer" }

  /// The schema of its request.
  var request: JSONObject {
    var properties: JSONObject = ["queryType": ["type": "string", "enum": [.string(name)]]]
    for member in members {
      properties[member.name] = .object(member.isRequired ? member.schema : FieldSchema.optional(member.schema))
    }
    return FieldSchema.object(
      properties, required: ["queryType"] + members.filter(\.isRequired).map(\.name))
  }

  /// The same question as a GET.
  func operation(of route: Route) -> JSONObject {
    let failures = failures.filter { $0.key != 404 }
    let answers =
      [FunctionAnswer(200, "The answer", [answerName]), .malformed]
      + [
        FunctionAnswer(
          404, "There is none, or the path is no route", self.failures[404].map { [$0] } ?? [], isGateways: true)
      ]
      + failures.keys.sorted().map { FunctionAnswer($0, failures[$0] ?? "", failures[$0].map { [$0] } ?? []) }
    return [
      "operationId": .string(route.name), "summary": .string(summary),
      "parameters": .array(members.map { .object(parameter($0, of: route)) }),
      "responses": .object(FunctionAnswer.responses(answers, withBody: false)),
    ]
  }

  /// What fits a request's first line: API Gateway takes 10,240 bytes of it and of the headers' values together ("Quotas for
  /// HTTP APIs", Amazon API Gateway Developer Guide).
  private static let longestParameter = 8_192

  private func parameter(_ member: Member, of route: Route) -> JSONObject {
    let isPath = member.name == route.idMember
    var schema = member.schema
    if let length = schema["maxLength"]?.number?.int, length > Self.longestParameter {
      schema["maxLength"] = .number(JSONNumber(Self.longestParameter))
    }
    return [
      "name": .string(isPath ? "id" : member.name), "in": isPath ? "path" : "query", "required": .bool(isPath),
      "schema": .object(schema),
    ]
  }
}
