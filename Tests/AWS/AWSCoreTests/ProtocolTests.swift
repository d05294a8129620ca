import AWSCore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// The AWS JSON 1.0 and 1.1 protocol tests (boto/botocore, tests/unit/protocols).
@Suite(.conformance("aws-protocol-tests")) struct ProtocolTests {
  @Test("errors", arguments: ProtocolCase.all("output").filter(\.isError))
  func errors(example: ProtocolCase) {
    let fixture = example.fixture(maxAttempts: 1)
    let error = fixture.call(example.operation).error?.serviceError
    #expect(error?.code == example.value["errorCode"]?.string)
    #expect(error?.message == example.value["errorMessage"]?.string ?? "")
    #expect(error?.status == example.value["response"]?["status_code"]?.number?.int)
    for member in example.value["error"]?.object?.members ?? [] {
      #expect(error?.body[member.key] == member.value)
    }
  }

  @Test("outputs", arguments: ProtocolCase.all("output").filter { !$0.isError })
  func outputs(example: ProtocolCase) throws {
    let body = example.value["response"]?["body"]?.string ?? ""
    let output = try example.fixture(maxAttempts: 1).call(example.operation).get()
    #expect(output == (body.isEmpty ? [:] : try JSONValue(parsing: body)))
  }

  /// Left out: compressed requests, invented host labels and the query mode, which no service called here asks for.
  @Test("inputs", arguments: ProtocolCase.all("input").filter(\.isPlainInput))
  func inputs(example: ProtocolCase) throws {
    let serialized = try #require(example.value["serialized"])
    let input = try JSONValue(parsing: serialized["body"]?.string ?? "{}")
    let fixture = example.fixture(maxAttempts: 1)
    _ = fixture.client.call([AWSCall(operation: example.operation, input: input)], deadline: nil)
    let request = try #require(fixture.transport.requests.first)
    #expect(request.method == serialized["method"]?.string)
    #expect(request.url.hasSuffix(".com" + (serialized["uri"]?.string ?? "")))
    #expect(try JSONValue(parsing: request.body) == input)
    for header in serialized["headers"]?.object?.members ?? [] {
      #expect(request.headers.first { $0.isNamed(header.key) }?.value == header.value.string)
    }
  }

  @Test func allCasesWereFound() {
    #expect(ProtocolCase.all("output").count == 92)
    #expect(ProtocolCase.all("output").filter(\.isError).count == 26)
    #expect(ProtocolCase.all("input").count == 76)
    #expect(ProtocolCase.all("input").filter(\.isPlainInput).count == 67)
  }
}
