import Cryptography
import Environment
import HTTPTransport
import TestSupport
import Testing

@testable import AWSCore

@Suite struct RequestSignerTests {
  @Test(
    "AWS signing test suite", .conformance("sigv4-suite"),
    arguments: SignatureSuiteCase.names)
  func signingSuite(name: String) throws {
    let example = try SignatureSuiteCase(name)
    let time = try #require(Timestamp(rfc3339: example.context["timestamp"]?.string ?? ""))
    let signer = RequestSigner(
      region: try #require(example.context["region"]?.string),
      service: try #require(example.context["service"]?.string), options: example.options)
    var request = example.request
    let signature = signer.signature(of: &request, credentials: try #require(example.credentials), at: time)
    #expect(try String(decoding: signature.canonicalRequest, as: UTF8.self) == example.expected("canonical-request"))
    #expect(try String(decoding: signature.stringToSign, as: UTF8.self) == example.expected("string-to-sign"))
    #expect(try Hexadecimal.text(signature.signature) == example.expected("signature"))
    let signed = try example.expected("signed-request")
    #expect(signed.contains("\nAuthorization:\(signature.authorization)\n"))
  }

  @Test("the suite is whole", .conformance("sigv4-suite"))
  func suiteIsWhole() {
    // As awslabs/aws-c-auth has it today, and as botocore keeps it.
    #expect([38, 34].contains(SignatureSuiteCase.names.count))
  }

  private let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token")
  private let noon = Timestamp(seconds: 1_700_000_000, nanoseconds: 0)

  private func authorization(_ signer: RequestSigner, _ credentials: Credentials, _ time: Timestamp) -> String? {
    var request = HTTPRequest(method: "POST", url: "https://dynamodb.eu-west-1.amazonaws.com/", body: [1, 2, 3])
    signer.sign(&request, credentials: credentials, at: time)
    return request.headers.last { $0.isNamed("authorization") }?.value
  }

  @Test func keptKeyChangesWithDayAndCredentials() {
    let signer = RequestSigner(region: "eu-west-1", service: "dynamodb")
    let other = Credentials(accessKeyID: "AKID", secretAccessKey: "other", sessionToken: "token")
    let tomorrow = noon.adding(milliseconds: 86_400_000)
    for (keys, time) in [
      (credentials, noon), (credentials, noon), (other, noon), (other, tomorrow), (credentials, noon),
    ] {
      let fresh = RequestSigner(region: "eu-west-1", service: "dynamodb")
      #expect(authorization(signer, keys, time) == authorization(fresh, keys, time))
    }
    #expect(authorization(signer, credentials, noon) != authorization(signer, other, noon))
    #expect(authorization(signer, credentials, noon) != authorization(signer, credentials, tomorrow))
  }

  @Test func sessionTokenIsSentAndSigned() {
    var request = HTTPRequest(method: "POST", url: "https://dynamodb.eu-west-1.amazonaws.com/")
    RequestSigner(region: "eu-west-1", service: "dynamodb").sign(&request, credentials: credentials, at: noon)
    #expect(request.headers.contains(HTTPHeader(name: "X-Amz-Security-Token", value: "token")))
    #expect(request.headers.last?.value.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,") == true)
  }

  @Test(
    "host as the transport sends it, to which HostTests hold it",
    arguments: [
      ("https://a.example:443/", "a.example"), ("http://a.example:80/x", "a.example"),
      ("http://127.0.0.1:4566/", "127.0.0.1:4566"), ("https://a.example:80", "a.example:80"),
      ("http://a.example:443", "a.example:443"), ("http://a.example:8080", "a.example:8080"),
      ("http://[::1]:80/", "[::1]"), ("https://a.example?b=c", "a.example"),
    ])
  func host(url: String, host: String) {
    #expect(CanonicalURL(url, normalizesPath: true).host == host)
  }

  @Test(
    "odd queries",
    arguments: [
      ("b=2&a=1&a=0", "a=0&a=1&b=2"), ("a", "a="), ("a=b=c", "a=b%3Dc"), ("a=%zz", "a=%25zz"), ("%61=%2f", "a=%2F"),
      ("&&", ""), ("a=1#fragment", "a=1"),
    ])
  func query(query: String, canonical: String) {
    let url = CanonicalURL("https://a.example/?\(query)", normalizesPath: true)
    #expect(String(decoding: url.query, as: UTF8.self) == canonical)
  }

  @Test("encoded paths are encoded again", arguments: [("/a%20b", "/a%2520b"), ("/", "/"), ("", "/"), ("/../..", "/")])
  func path(path: String, canonical: String) {
    let url = CanonicalURL("https://a.example\(path)", normalizesPath: true)
    #expect(String(decoding: url.path, as: UTF8.self) == canonical)
  }

  @Test func headersThatChangeOnTheWayAreNotSigned() {
    let headers = ["User-Agent", "Authorization", "Expect", "Connection", "X-Amzn-Trace-Id", "Kept"].map {
      HTTPHeader(name: $0, value: "v")
    }
    let canonical = CanonicalHeaders(headers, host: "h", leavesSessionTokenUnsigned: false)
    #expect(String(decoding: canonical.names, as: UTF8.self) == "host;kept")
  }
}
