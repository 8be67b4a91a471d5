N = 2

def count_to(n):
    print("it begins")
    for i in range(1, n + 1):
        got = yield i
        print("it goes on with", got)

g = count_to(N)
print("made")
print("first:", next(g))
print("second:", g.send("hello"))
for i in g:
    print("then:", i)
print("it is over")
