"""What every start of the web server takes on; gunicorn reads this file from the folder it is started in."""

# Without the query: a search by identity or telephone number stands in it.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
