import Environment
import JSON
import LambdaRuntime
import TestSupport
import Testing

@Suite struct TracerTests {
  private static let start = Timestamp(seconds: 1_705_314_600, nanoseconds: 5_000)
  private static let sampled = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"

  /// What arrives at a daemon when a handler, invoked with `header`, records one call.
  private func documents(
    _ header: String?, outcome: TraceOutcome = .success, prefix: String = "", correlationID: String? = nil
  ) throws -> [JSONValue] {
    let daemon = try DatagramReceiver()
    let transport = ScriptedTransport { request, number in
      guard request.method == "GET" else { return .response(202) }
      let trace = header.map { ["Lambda-Runtime-Trace-Id": $0] } ?? [:]
      guard number == 0 else { return .response(410) }
      return .response(200, headers: trace.merging(["Lambda-Runtime-Aws-Request-Id": "id"]) { $1 })
    }
    let bench = try RuntimeBench(
      authority: "127.0.0.1:9001", transport: transport,
      variables: ["AWS_XRAY_DAEMON_ADDRESS": "\(prefix)127.0.0.1:\(daemon.port)"])
    _ = bench.runtime.run(
      ClosureHandler { event, context throws(FunctionError) in
        let end = Self.start.adding(milliseconds: 12)
        context.workOn("account-1", correlationID: correlationID)
        context.tracer.record(name: "DynamoDB", operation: "Query", start: Self.start, end: end, outcome: outcome)
        return event
      })
    return try daemon.waiting().map { datagram in
      let lines = datagram.split(separator: 0x0A, maxSplits: 1)
      #expect(lines.first.map(Array.init) == Array(#"{"format":"json","version":1}"#.utf8))
      return try JSONValue(parsing: Array(lines.last ?? []))
    }
  }

  @Test(arguments: ["", "tcp:127.0.0.1:1 udp:"]) func sendsASubsegment(_ prefix: String) throws {
    let documents = try documents(Self.sampled, prefix: prefix)
    #expect(documents.count == 1)
    let document = try #require(documents.first)
    #expect(document["type"] == "subsegment")
    #expect(document["namespace"] == "aws")
    #expect(document["name"] == "DynamoDB")
    #expect(document["aws"] == ["operation": "Query"])
    #expect(document["trace_id"] == "1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
    #expect(document["parent_id"] == "9a9197af755a6419")
    #expect(document["id"]?.string?.count == 16)
    #expect(document["start_time"]?.number?.text == "1705314600.000005")
    #expect(document["end_time"]?.number?.text == "1705314600.012005")
    #expect(document["error"] == nil && document["fault"] == nil && document["throttle"] == nil)
  }

  @Test("what the work belongs to is an annotation, at most as long as X-Ray takes it")
  func annotates() throws {
    #expect(try documents(Self.sampled).first?["annotations"] == nil)
    #expect(try documents(Self.sampled, correlationID: "visit-7").first?["annotations"] == ["correlationId": "visit-7"])
    let long = try documents(Self.sampled, correlationID: String(repeating: "ä", count: 1_001)).first
    #expect(long?["annotations"]?["correlationId"]?.string?.count == 1_000)
  }

  @Test(arguments: [
    (TraceOutcome.error, ["error"]), (.throttle, ["error", "throttle"]), (.fault, ["fault"]),
  ])
  func marksFailures(_ outcome: TraceOutcome, _ flags: [String]) throws {
    let document = try #require(documents(Self.sampled, outcome: outcome).first)
    #expect(["error", "throttle", "fault"].filter { document[$0] == true } == flags)
  }

  @Test(arguments: [
    nil, "", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
    "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1", "Root=é;Parent=9a9197af755a6419;Sampled=1", ";;==;=",
    "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e7zz;Parent=9a9197af755a6419;Sampled=1",
  ])
  func sendsNothingForOtherHeaders(_ header: String?) throws {
    #expect(try documents(header).isEmpty)
  }

  @Test(arguments: ["", "xray.example.com:2000", "127.0.0.1", "127.0.0.1:99999", ":", "udp:", "[::1]:2000"])
  func doesNothingWithoutADaemon(_ address: String) {
    #expect(!Tracer(daemonAddress: address).isRecording)
  }

  @Test func followsEachEvent() throws {
    let headers = ["Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700", nil, "Root=1-5bef4de8-ad49b0e87f6ef6c87fc2e701"]
    let transport = ScriptedTransport { request, number in
      guard request.method == "GET" else { return .response(202) }
      guard number / 2 < headers.count else { return .response(410) }
      let trace = headers[number / 2].map { ["Lambda-Runtime-Trace-Id": $0] } ?? [:]
      return .response(200, headers: trace.merging(["Lambda-Runtime-Aws-Request-Id": "id"]) { $1 })
    }
    let bench = try RuntimeBench(authority: "127.0.0.1:9001", transport: transport)
    var seen: [String?] = []
    let handler = ClosureHandler { event, context throws(FunctionError) in
      #expect(context.tracer.header == context.traceHeader)
      seen.append(context.tracer.traceID)
      return event
    }
    _ = bench.runtime.run(handler)
    #expect(seen == headers.map { $0.map { String($0.dropFirst("Root=".count)) } })
  }

  @Test func readsTheHeader() throws {
    let header = try #require(TraceHeader("\(Self.sampled);Lineage=1:2:3"))
    #expect(header.root == "1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
    #expect(header.parent == "9a9197af755a6419")
    #expect(header.isSampled)
  }
}
