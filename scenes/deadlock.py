import threading

SAME_ORDER = False

a = threading.Lock()
b = threading.Lock()

def work(name, first, second):
    with first:
        print(name, "has one lock")
        with second:
            print(name, "has both")

one = threading.Thread(target=work, args=("one", a, b))
if SAME_ORDER:
    two = threading.Thread(target=work, args=("two", a, b))
else:
    two = threading.Thread(target=work, args=("two", b, a))
one.start()
two.start()
one.join()
two.join()
print("no deadlock")
