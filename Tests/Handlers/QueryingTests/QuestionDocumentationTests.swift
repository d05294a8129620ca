import Accounts
import EventSourcing
import JSON
import Querying
import TestSupport
import Testing
import Transfers

/// What is told of the questions beside what the function takes.
@Suite struct QuestionDocumentationTests {
  private static let one = QuestionDocumentation.all(of: [DomainDocumentation(Account.self)])
  private static let two = QuestionDocumentation.all(of: [
    DomainDocumentation(Account.self), DomainDocumentation(Transfer.self),
  ])

  private static func world(hasTransfers: Bool) -> QueryWorld {
    let world = QueryWorld()
    world.hasTransfers = hasTransfers
    return world
  }

  @Test("the questions are those that the function has", arguments: [false, true])
  func names(hasTransfers: Bool) throws {
    let (_, body) = try Self.world(hasTransfers: hasTransfers).ask(["queryType": "x"])
    var names: [JSONValue] = []
    for question in hasTransfers ? Self.two : Self.one where !names.contains(.string(question.name)) {
      names.append(.string(question.name))
    }
    #expect(body["supportedQueryTypes"] == .array(names))
  }

  @Test("the routes are those that the function has")
  func routes() throws {
    let world = Self.world(hasTransfers: true)
    let routes = Self.two.flatMap(\.routes)
    #expect(routes.count == 6 && Set(routes.map(\.name)).count == 6)
    for route in routes {
      let event: JSONValue = [
        "version": "2.0", "rawPath": .string(route.template.replacing("{id}", with: "x")), "rawQueryString": "",
        "requestContext": ["http": ["method": "PUT"], "domainName": "x.lambda-url.y"],
      ]
      #expect(try world.invoke(event)["statusCode"] == 405, "\(route.template)")
    }
  }

  /// Every member with the least and the greatest value that its schema takes, and those beyond.
  @Test("members are read, within the limits that are told")
  func members() throws {
    let world = Self.world(hasTransfers: true)
    for question in Self.two {
      // One of type null must be absent, or the question is another one.
      for member in question.members where member.schema["type"] != "null" {
        let refused = try ask(question, member, [:], in: world)
        #expect(
          refused.status == 400 && refused.body["field"] == .string(member.name), "\(question.name) \(member.name)")
        for (value, isTaken) in values(of: member.schema) where member.name != "nextToken" {
          let answer = try ask(question, member, value, in: world)
          let isMissed = answer.status == 400 && answer.body["field"] == .string(member.name)
          #expect(isMissed != isTaken, "\(question.name) \(member.name)")
        }
      }
    }
  }

  private func ask(
    _ question: QuestionDocumentation, _ member: QuestionDocumentation.Member, _ value: JSONValue, in world: QueryWorld
  ) throws -> (status: Int?, body: JSONValue) {
    var request: JSONObject = ["queryType": .string(question.name)]
    for other in question.members where other.isRequired { request[other.name] = sample(of: other.schema) }
    request[member.name] = value
    let (status, body) = try world.ask(request)
    return (status, body)
  }

  private func sample(of schema: JSONObject) -> JSONValue {
    if schema["format"] == "date-time" { return "2024-01-15T10:30:00Z" }
    return schema["enum"]?.array?.first ?? "a"
  }

  private func values(of schema: JSONObject) -> [(JSONValue, isTaken: Bool)] {
    if let least = schema["minimum"]?.number?.int, let greatest = schema["maximum"]?.number?.int {
      return [(least, true), (greatest, true), (least - 1, false), (greatest + 1, false)].map { value, isTaken in
        (.number(JSONNumber(value)), isTaken)
      }
    }
    if let length = schema["maxLength"]?.number?.int {
      return [(1, true), (length, true), (0, false), (length + 1, false)].map { count, isTaken in
        (.string(String(repeating: "x", count: count)), isTaken)
      }
    }
    return [(sample(of: schema), true), ("\u{1}", false)].filter { $0.1 || schema["type"] != "boolean" }.map {
      value, isTaken in
      (schema["type"] == "boolean" ? true : value, isTaken)
    }
  }
}
