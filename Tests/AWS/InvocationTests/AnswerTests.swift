import Invocation
import JSON
import Testing

struct AnswerTests {
  private let answer = Answer(
    statusCode: 200, body: ["balance": .number(JSONNumber("100.5") ?? JSONNumber(0)), "text": "a\"b\n"])
  private let text = #"{"balance":100.5,"text":"a\"b\n"}"#

  @Test(arguments: [EnvelopeKind.bare, .bodyOnly, .restAPI, .httpAPI, .functionURL])
  func hasTheContractsForm(kind: EnvelopeKind) throws {
    let expected: JSONValue = [
      "statusCode": 200, "headers": ["Content-Type": "application/json", "Access-Control-Allow-Origin": "*"],
      "body": .string(text),
    ]
    #expect(try JSONValue(parsing: answer.rendered(for: kind)) == expected)
  }

  @Test func hasTheLoadBalancersForm() throws {
    let single = try JSONValue(parsing: answer.rendered(for: .loadBalancer(multiValueHeaders: false)))
    #expect(
      single == [
        "statusCode": 200, "statusDescription": "200 OK", "isBase64Encoded": false, "body": .string(text),
        "headers": ["Content-Type": "application/json", "Access-Control-Allow-Origin": "*"],
      ])
    let multiple = try JSONValue(parsing: answer.rendered(for: .loadBalancer(multiValueHeaders: true)))
    #expect(
      multiple == [
        "statusCode": 200, "statusDescription": "200 OK", "isBase64Encoded": false, "body": .string(text),
        "multiValueHeaders": ["Content-Type": ["application/json"], "Access-Control-Allow-Origin": ["*"]],
      ])
  }

  @Test func aMethodThatIsNotTakenNamesThoseThatAre() throws {
    let answer = Answer(methodNotAllowed: ["GET", "HEAD"])
    #expect(answer.statusCode == 405)
    #expect(answer.body == ["error": "Method not allowed", "type": "MethodNotAllowed"])
    let single = try JSONValue(parsing: answer.rendered(for: .functionURL))
    #expect(single["headers"]?["Allow"] == "GET, HEAD")
    let multiple = try JSONValue(parsing: answer.rendered(for: .loadBalancer(multiValueHeaders: true)))
    #expect(multiple["multiValueHeaders"]?["Allow"] == ["GET, HEAD"])
    #expect(multiple["statusDescription"] == "405 Method Not Allowed")
  }

  @Test func leavesTheBodyOut() throws {
    let rendered = try JSONValue(parsing: answer.rendered(for: .functionURL, withoutBody: true))
    #expect(rendered["body"] == "")
    #expect(rendered["headers"]?["Content-Type"] == "application/json")
  }

  @Test(arguments: [(400, "400 Bad Request"), (404, "404 Not Found"), (409, "409 Conflict"), (500, "500 Error")])
  func describesTheStatus(code: Int, description: String) throws {
    let rendered = Answer(statusCode: code, body: [:]).rendered(for: .loadBalancer(multiValueHeaders: false))
    #expect(try JSONValue(parsing: rendered)["statusDescription"]?.string == description)
  }

  @Test func answersARequestError() {
    let missing = Answer(.missing("aggregateId"))
    #expect(missing.statusCode == 400)
    #expect(
      missing.body.text
        == #"{"error":"Missing required field: aggregateId","type":"ValidationError","field":"aggregateId"}"#)
    let other = Answer(RequestError("Unknown queryType", details: ["supportedQueryTypes": ["a"]]))
    #expect(
      other.body == ["error": "Unknown queryType", "type": "ValidationError", "supportedQueryTypes": ["a"]])
  }
}
