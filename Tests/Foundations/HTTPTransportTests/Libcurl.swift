import CCurl
import Glibc
import HTTPTransport
import Testing

/// What libcurl itself makes of an answer.
enum Libcurl {
  static func get(_ url: String) throws -> HTTPResponse {
    let handle = try #require(curl_easy_init())
    let head = try #require(tmpfile())
    let body = try #require(tmpfile())
    defer {
      curl_easy_cleanup(handle)
      fclose(head)
      fclose(body)
    }
    ccurl_set_text(handle, CURLOPT_URL, url)
    ccurl_set_text(handle, CURLOPT_PROXY, "")
    ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    // libcurl's own functions write to these.
    ccurl_set_pointer(handle, CURLOPT_HEADERDATA, head)
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, body)
    try #require(curl_easy_perform(handle) == CURLE_OK)
    // Interim answers come first.
    let lines = String(decoding: contents(of: head), as: UTF8.self).split(separator: "\r\n")
    let answer = lines[(try #require(lines.lastIndex { $0.hasPrefix("HTTP/") }))...]
    let status = try #require(answer.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    return HTTPResponse(
      status: status, headers: HTTPHeaders(answer.dropFirst().compactMap(field)), body: contents(of: body))
  }

  private static func field(_ line: Substring) -> HTTPHeader? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    while let last = value.last, last == " " || last == "\t" { value.removeLast() }
    return HTTPHeader(name: String(line[..<colon]), value: String(value))
  }

  private static func contents(of file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      count = fread(bytes.baseAddress, 1, size, file)
    }
  }
}
