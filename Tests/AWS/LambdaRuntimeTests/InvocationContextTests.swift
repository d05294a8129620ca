import Environment
import Glibc
import HTTPTransport
import LambdaRuntime
import TestSupport
import Testing

@Suite struct InvocationContextTests {
  private func contexts(_ headers: [[String: String]]) throws -> [InvocationContext] {
    let transport = ScriptedTransport { request, number in
      guard request.method == "GET" else { return .response(202) }
      guard number / 2 < headers.count else { return .response(410) }
      let identified = headers[number / 2].merging(["Lambda-Runtime-Aws-Request-Id": "id-\(number / 2)"]) { $1 }
      return .response(200, "{}", headers: identified)
    }
    var contexts: [InvocationContext] = []
    let bench = try RuntimeBench(authority: "127.0.0.1:9001", transport: transport)
    let handler = Recorder { contexts.append($0) }
    _ = bench.runtime.run(handler)
    return contexts
  }

  private struct Recorder: LambdaHandler {
    let record: (InvocationContext) -> Void
    func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
      record(context)
      return event
    }
  }

  @Test func readsEveryHeader() throws {
    let context = try #require(
      contexts([
        [
          "Lambda-Runtime-Deadline-Ms": "1705314630123",
          "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:echo:live",
          "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
          "Lambda-Runtime-Client-Context": #"{"client":{}}"#,
          "Lambda-Runtime-Cognito-Identity": #"{"cognitoIdentityId":"a"}"#,
          "Lambda-Runtime-Aws-Tenant-Id": "tenant",
        ]
      ]).first)
    #expect(context.requestID == "id-0")
    #expect(context.deadline == Timestamp(millisecondsSinceEpoch: 1_705_314_630_123 - 200))
    #expect(context.functionARN == "arn:aws:lambda:us-east-1:123456789012:function:echo:live")
    #expect(context.traceHeader?.hasPrefix("Root=1-5bef4de7") == true)
    #expect(context.clientContext == #"{"client":{}}"#)
    #expect(context.cognitoIdentity == #"{"cognitoIdentityId":"a"}"#)
    #expect(context.tenantID == "tenant")
  }

  @Test(arguments: ["", "soon", "99999999999999999999999"]) func hasNoDeadlineWithoutANumber(_ text: String) throws {
    let context = try #require(contexts([["Lambda-Runtime-Deadline-Ms": text]]).first)
    #expect(context.deadline == nil)
  }

  @Test(arguments: [String(Int64.max), String(Int64.min)]) func survivesAnyDeadline(_ text: String) throws {
    #expect(try contexts([["Lambda-Runtime-Deadline-Ms": text]]).count == 1)
  }

  @Test func isColdOnce() throws {
    #expect(try contexts([[:], [:], [:]]).map(\.isColdStart) == [true, false, false])
  }

  /// In a process of its own, because the environment is the process's.
  @Test func setsAndUnsetsTheTraceVariable() async {
    await #expect(processExitsWith: .success) {
      var seen: [String?] = []
      let headers = ["Root=1-a", nil, "Root=1-b"]
      let transport = ScriptedTransport { request, number in
        guard request.method == "GET" else { return .response(202) }
        guard number / 2 < headers.count else { return .response(410) }
        let trace = headers[number / 2].map { ["Lambda-Runtime-Trace-Id": $0] } ?? [:]
        return .response(200, headers: trace.merging(["Lambda-Runtime-Aws-Request-Id": "id"]) { $1 })
      }
      let bench = try RuntimeBench(authority: "127.0.0.1:9001", transport: transport)
      _ = bench.runtime.run(Recorder { _ in seen.append(getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }) })
      #expect(seen == headers)
    }
  }

  @Test func saysWhoItIs() throws {
    let transport = ScriptedTransport([.response(410)])
    _ = try RuntimeBench(authority: "127.0.0.1:9001", transport: transport).runtime.run(ClosureHandler())
    let userAgent = transport.requests.first?.headers.first { $0.isNamed("user-agent") }?.value
    #expect(userAgent?.hasPrefix("swift-eventsourcing/1.0.0-swift6.") == true)
    #expect(userAgent?.contains(" ") == false)
  }
}
