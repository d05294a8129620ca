package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

type handler func(context.Context, command) (map[string]interface{}, error)

// serve is the Runtime API's loop. It ends the process when the API cannot be reached.
func serve(handle handler) {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	client := &http.Client{}
	for {
		next, err := client.Get(base + "next")
		if err != nil {
			os.Exit(1)
		}
		body, _ := io.ReadAll(next.Body)
		next.Body.Close()
		path, answer := answered(handle, body)
		sent, err := client.Post(base+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+path, "application/json", bytes.NewReader(answer))
		if err != nil {
			os.Exit(1)
		}
		io.Copy(io.Discard, sent.Body)
		sent.Body.Close()
	}
}

func answered(handle handler, body []byte) (string, []byte) {
	var c command
	err := json.Unmarshal(body, &c)
	if err == nil {
		var answer map[string]interface{}
		if answer, err = handle(context.Background(), c); err == nil {
			text, _ := json.Marshal(answer)
			return "/response", text
		}
	}
	return "/error", []byte(fmt.Sprintf(`{"errorMessage":%q,"errorType":"Error"}`, err.Error()))
}
