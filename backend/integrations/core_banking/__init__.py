"""The core banking system: where the money moves. `client.CoreBanking` asks it, `sandbox` stands in for it.

The protocol is JSON over HTTP. A payment is identified by its request number: the core pays a number
once, however often it is asked.

    POST /payments {request_no, entity, account_no, amount, callback_url}
        200 {request_no, status: SUCCESS, reference} | {request_no, status: FAILURE, reason}
        202 {request_no, status: PROCESSING}
        409 the number stands for another payment; 422 the request is not one
    GET /payments/{request_no}
        200 as above, 404 {request_no, status: NOT_FOUND}

An answer that the core sends by itself is posted to the callback URL, signed (`signing`).
"""
