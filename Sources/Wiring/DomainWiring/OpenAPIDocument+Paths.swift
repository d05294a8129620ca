import CommandHandling
import EventSourcing
import Invocation
import JSON
import Querying

extension OpenAPIDocument {
  var paths: JSONObject {
    var paths: JSONObject = [
      CommandHandler.path: ["post": .object(command)],
      QueryHandler.path: ["post": .object(query)],
    ]
    for question in questions {
      for route in question.routes { paths[route.template] = ["get": .object(question.operation(of: route))] }
    }
    paths[HTTPResources.health] = ["get": .object(health)]
    return paths
  }

  private var command: JSONObject {
    let requests = commands.flatMap(\.requests).map(\.name)
    let samples = commands.flatMap(\.samples).map { ($0.name, ["value": $0.request] as JSONValue) }
    let refusals = Dictionary(grouping: CommandDocumentation.refusals, by: \.status)
    var answers = [FunctionAnswer(200, "The events are in the log", ["Appended"], links: summaries), .malformed]
    for status in refusals.keys.sorted() {
      let types = (refusals[status] ?? []).map(\.type)
      answers.append(FunctionAnswer(status, types.joined(separator: " or "), types))
    }
    return [
      "operationId": "command", "summary": "Has one event recorded, or several together",
      "requestBody": .object(Self.body(oneOf: requests, examples: JSONObject(samples))),
      "responses": .object(FunctionAnswer.responses(answers, withBody: true)),
    ]
  }

  private var query: JSONObject {
    var failures: [Int: [String]] = [:]
    for (status, name) in questions.flatMap(\.failures) where !(failures[status] ?? []).contains(name) {
      failures[status, default: []].append(name)
    }
    let answers =
      [FunctionAnswer(200, "The answer", questions.map(\.answerName)), .malformed]
      + failures.keys.sorted().map {
        FunctionAnswer($0, (failures[$0] ?? []).joined(separator: " or "), failures[$0] ?? [])
      }
    return [
      "operationId": "query", "summary": "Asks a question",
      "requestBody": .object(Self.body(oneOf: questions.map(\.requestName), examples: [:])),
      "responses": .object(FunctionAnswer.responses(answers, withBody: true)),
    ]
  }

  private var health: JSONObject {
    [
      "operationId": "health", "summary": "Tells that a function runs; no table is asked",
      "responses": .object(
        FunctionAnswer.responses(
          [
            FunctionAnswer(
              200, "It does",
              schema: .object(
                FieldSchema.object(["status": ["type": "string", "enum": ["ok"]]], required: ["status"])))
          ], withBody: false)),
    ]
  }

  /// From a command's answer to the aggregate that it was for, as it is behind the command's events.
  private var summaries: JSONObject {
    JSONObject(
      domains.map { domain in
        (
          domain.noun.singular,
          [
            "operationId": .string(domain.noun.summaryQuery),
            "parameters": ["id": "$response.body#/aggregateId", "minSequence": "$response.body#/sequence"],
          ]
        )
      })
  }

  private static func body(oneOf names: [String], examples: JSONObject) -> JSONObject {
    var content: JSONObject = ["schema": ["oneOf": .array(names.map(FieldSchema.reference))]]
    if examples.count > 0 { content["examples"] = .object(examples) }
    return ["required": true, "content": ["application/json": .object(content)]]
  }
}
